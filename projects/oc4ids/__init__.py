"""Projects in the Open Contracting for Infrastructure Data Standard, 0.9; docs/oc4ids.md says what becomes what."""
