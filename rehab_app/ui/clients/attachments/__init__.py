"""The section of the attachments: photographs, scans and PDFs, added, described and viewed inside the program."""
