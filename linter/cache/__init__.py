"""What large runs leave behind, so that the next one need not find it out again.

Nothing here decides anything: what is remembered holds only as long as all that it was found from is as it
was, and without it a run says the same.
"""
