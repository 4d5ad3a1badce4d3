"""Letters of the clinic: each file turns the facts of one kind of letter into a document.

Their sentences are templates under ``resources/letters/``; they are Indonesian whatever the screen's language.
"""
