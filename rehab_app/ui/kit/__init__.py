"""The joinery shop: what every page of the clinic is made of, so that all pages look and behave alike.

Look: ``theme``, ``icons``, ``layout``. Lists: ``table``, ``paged``. Work off the UI thread: ``jobs``, ``facts``, ``failures``.
Talking to the user: ``dialogs``, ``fields``, ``form``; paper on screen: ``preview``. A page is given all of it as one
``context``.
"""
