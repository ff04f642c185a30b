"""The pages that every sector shares. A view fetches, acts and renders; what is public the models' words decide."""
