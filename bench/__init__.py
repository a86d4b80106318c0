"""How much work a page costs, beside the least a Django site can do for it."""
