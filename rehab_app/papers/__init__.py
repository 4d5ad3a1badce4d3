"""What leaves the clinic on paper: letters, sheets and reports.

A letter or report is first a document of plain blocks, made from facts by a pure function; then one module draws it as PDF.
Nothing here knows a screen or a database; letters are always Indonesian, whatever the screen's language.
"""
