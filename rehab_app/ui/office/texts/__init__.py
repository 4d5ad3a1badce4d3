"""The section of the texts of papers: the editor, its field picker, the preview, versions and help."""
