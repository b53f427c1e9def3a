"""What lives: documents, session, project, suggesting, feedback, the learner and its worker."""
