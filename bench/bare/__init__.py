"""The bare app: the least a Django site does for one page and one stored answer."""
