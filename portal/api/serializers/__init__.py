"""What each answer shows. Serializers show what the view has fetched; they never query."""
