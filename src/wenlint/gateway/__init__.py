"""Where other systems knock: drafts come in over HTTP and are judged in workers that can be killed.

A gate never lets a draft through because something broke: whatever was not judged is not ok.
The web libraries are imported here and nowhere else.
"""
