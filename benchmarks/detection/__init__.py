"""How many planted faults the rules find, and how often they speak where nothing is wrong.

Two sorts of planters are used: those of `tests/planted`, which put a fault into a random project of their
own, and the Bad examples of each rule's page, laid over random other content (`surroundings`).
"""
