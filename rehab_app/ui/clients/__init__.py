"""The screen of the clients: the search box, the registration, the list, and the opened file with its sections.

A file is one person for life; its sections show the masa perawatan that is chosen, the latest one at first. What is typed stands
in forms in the side panel, each with its sealed draft, so that nothing read anew ever replaces it.
"""
