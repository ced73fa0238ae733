"""The head of minutes (頭書き): title, day, place, those present, agenda."""
