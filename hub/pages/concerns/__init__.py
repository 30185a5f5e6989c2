"""Raising a concern on a page, for anybody who works with children, and coming back to what became of it.

questions   what may be chosen, in plain words
children    the children it is about, as typed, checked
answers     everything else that was typed, checked
review      the answers laid out for checking before they are sent
telling     the answers as the data of `concern-raised` events
ticket      the form's own reference, so that a concern sent twice is one
port        what the pages ask of whoever sends and keeps concerns
room, list  the pages
"""
