"""What pages are made of: templates, forms, cookies, charts."""
