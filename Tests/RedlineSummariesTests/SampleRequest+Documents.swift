extension SampleRequest {
    /// An invoice as extraction gives it.
    static let invoice = """
        {"invoice_number": "INV-2041", "invoice_date": "2026-03-02", "due_date": "2026-04-01",
         "vendor": {"name": "Weber & Söhne GmbH", "city": "Köln", "vat_id": "DE811569869"},
         "customer": {"name": "Ada Ltd."}, "currency": "EUR",
         "line_items": [{"description": "Copy paper A4", "quantity": 5, "amount": 24.50},
                        {"description": "Toner", "quantity": 1, "amount": 75.50}],
         "subtotal": 100.00, "tax": 19.00, "total": 119.00, "payment_terms": "30 days net",
         "po_number": null, "tags": ["office", "urgent"], "paid": false}
        """
}
