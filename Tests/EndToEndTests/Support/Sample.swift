import Foundation

/// Records as clients send them.
enum Sample {
    /// Stage 1: an invoice.
    static func summary(owner: String, document: String = "doc_invoice_2024_001") -> JSON {
        [
            "document_id": .string(document),
            "owner_email": .string(owner),
            "source": [
                "document_type": "invoice", "extraction_method": "document_intelligence",
                "di_confidence": 0.95, "extraction_fields_count": 5,
            ],
            "initial_extracted_data": original,
            "ai_initial_summary":
                "Invoice INV-2024-001 from ABC Corp for $1,250.00, due 15 February 2024.",
            "initial_summary_metadata": [
                "ai_model": "gpt-4", "processing_time_ms": 1_200, "tokens_used": 350,
                "confidence_score": 0.92,
            ],
        ]
    }

    /// An invoice that is stored before it is exported.
    static func document(_ data: JSON = original) -> JSON {
        [
            "source": [
                "document_type": "invoice", "extraction_method": "document_intelligence",
                "di_confidence": 0.95, "extraction_fields_count": 5,
            ],
            "extracted_data": data,
            "field_confidence": ["/vendor_name": 0.5],
        ]
    }

    static let original: JSON = [
        "invoice_number": "INV-2024-001", "vendor_name": "ABC Corp", "total_amount": 1_250.5,
        "due_date": "2024-02-15",
        "line_items": [["description": "Consulting", "quantity": 10]],
    ]

    static var modified: JSON {
        var data = original
        data["vendor_name"] = "ABC Corporation"
        data["purchase_order"] = "PO-12345"
        return data
    }

    /// Stage 2: one modification and one addition in 285 seconds.
    static func modifications(_ original: JSON = original, _ modified: JSON = modified) -> JSON {
        [
            "original_data": original,
            "modified_data": modified,
            "user_preferences": [
                "transformation_instructions": "Keep it short.", "export_format": "pdf",
                "document_template": "executive_summary", "priority_fields": ["vendor_name"],
            ],
            "user_actions": [
                "editing_time_seconds": 285, "fields_edited_count": 3, "edits_per_minute": 0.63,
            ],
            "changes": [
                [
                    "field": "vendor_name", "change_type": "modification",
                    "user_reason": "The full legal name.",
                ]
            ],
        ]
    }

    static let hash = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// Stage 3: a PDF.
    static let deliverable: JSON = [
        "ai_final_summary":
            "Invoice INV-2024-001 from ABC Corporation for $1,250.00, due 15 February 2024.",
        "final_summary_metadata": ["ai_model": "gpt-4", "confidence_score": 0.97],
        "deliverable": [
            "filename": "invoice.pdf", "file_size_bytes": 245_678, "file_format": "pdf",
            "content_hash": .string(hash), "pages": 2,
        ],
        "workflow_summary": [
            "total_time_seconds": 312, "ai_processing_accuracy": 0.96,
            "final_output_quality": 0.98,
        ],
    ]

    static let feedback: JSON = [
        "satisfaction_rating": 5, "feedback_text": "Just what I needed.", "quality_rating": 4,
    ]

    static func interaction(
        _ message: String = "Where is my invoice?",
        user: String? = nil,
        id: String? = nil,
        thread: String? = nil,
        at timestamp: String? = nil
    ) -> JSON {
        var record: [String: JSON] = [
            "user_message": .string(message), "assistant_response": "It is in your inbox.",
        ]
        for (name, value) in [
            ("user_id", user), ("interaction_id", id), ("thread_id", thread),
            ("timestamp", timestamp),
        ] {
            record[name] = value.map { .string($0) }
        }
        return .object(record)
    }

    /// A time so many seconds ago, to the second, as records spell it.
    static func time(secondsAgo seconds: Double) -> String {
        (Date.now - seconds).formatted(.iso8601)
    }

    /// The members of answers that differ from run to run.
    static let volatile: Set<String> = [
        "export_workflow_id", "timestamp", "expiration_date", "started_at", "request_id",
        "interaction_id", "next_cursor",
    ]
}
