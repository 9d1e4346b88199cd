"""Views of the questionnaires app: questions, answers, evidence."""
