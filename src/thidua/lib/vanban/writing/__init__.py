"""Official documents on paper: DOCX and PDF of one model."""
