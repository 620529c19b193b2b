"""Writes the deliverables of `make bench-export`: invoices with so many line items, from a seed."""

import json
import random
import sys

GOODS = [
    "Copy paper A4, 80 g, white, 500 sheets",
    "Ballpoint pens, blue, box of 50",
    "Desk lamp with a flexible arm and LED bulb",
    "Toner cartridge 85A, black",
    "Sticky notes, assorted colours",
    "Filing cabinet, three drawers, lockable, grey",
]


def deliverable(count: int) -> dict:
    chance = random.Random(count)
    items = []
    for number in range(count):
        quantity = chance.randint(1, 40)
        price = round(chance.uniform(1, 300), 2)
        items.append(
            {
                "description": f"{chance.choice(GOODS)} no. {number}",
                "sku": f"{number:05d}",
                "quantity": quantity,
                "unit": "pcs",
                "price": price,
                "delivered": f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
                "amount": round(quantity * price, 2),
            }
        )
    total = round(sum(item["amount"] for item in items), 2)
    return {
        "document_id": "INV-1042",
        "document_type": "invoice",
        "title": "Invoice 1042, Acme Corporation",
        "template": "standard",
        "export_workflow_id": "01a1fc47-b3d3-742d-8811-cae5399a6149",
        "revision": 1,
        "created_at": "2026-11-21T10:30:00Z",
        "source": {"extraction_method": "OCR", "di_confidence": 0.93, "ai_model": "gpt-4o"},
        "summary": {
            "executive_summary": "Invoice 1042 of Acme Corporation, due on 15 December 2026. The "
            "goods were delivered in three parts; two positions are priced above the frame contract.",
            "key_findings": [
                "The total agrees with the sum of the line items.",
                "Two positions are priced 4 % above the frame contract.",
            ],
            "recommendations": [
                "Ask Acme for a credit note over the difference.",
                "Pay within the cash discount period.",
            ],
        },
        "data": {
            "invoice_number": "1042",
            "vendor": {
                "name": "Acme Corporation",
                "address": "12 Harbour Street, Hamburg",
                "vat_id": "DE123456789",
            },
            "issued": "2026-11-15",
            "due_date": "2026-12-15",
            "currency": "EUR",
            "line_items": items,
            "total": total,
            "paid": False,
        },
        "extracted_data": {"vendor": {"name": "Acme Corporaton"}},
        "changes": [
            {
                "path": "/vendor/name",
                "change_type": "modification",
                "original_value": "Acme Corporaton",
                "modified_value": "Acme Corporation",
                "user_reason": "misread",
            },
            {
                "path": "/total",
                "change_type": "modification",
                "original_value": total * 10,
                "modified_value": total,
            },
        ],
    }


for words in sys.argv[2:]:
    with open(f"{sys.argv[1]}/{words}.json", "w", encoding="utf-8") as file:
        json.dump(deliverable(int(words)), file)
