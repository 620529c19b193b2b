extension DemoValue {
    /// Contract between two companies.
    static func contract(day: Int, _ random: inout SplitMix64) -> DemoValue {
        let provider = random.pick(TradePartner.all)
        let client = provider.another(&random)
        let start = day + random.int(3...45)
        let years = random.int(1...3)
        let value = random.int(8...480) * 100_000
        let clauses = [
            "The provider keeps all client data confidential for five years.",
            "Service credits apply where availability is below 99.5 percent.",
            "Either party may terminate for cause with thirty days' notice.",
            "Invoices are payable within 30 days of receipt.",
            "Der Auftragnehmer haftet nur für grobe Fahrlässigkeit.",
            "Toute modification du contrat requiert la forme écrite.",
            "Subcontractors need the client's prior written consent.",
        ]
        var left = clauses
        let obligations = (0..<random.int(2...5)).map { _ in
            left.remove(at: random.int(0...(left.count - 1)))
        }
        return [
            "title": .string(
                random.pick([
                    "Master Services Agreement", "Software Maintenance Contract",
                    "Rahmenvertrag Wartung", "Contrat de prestation de services",
                    "Supply Agreement",
                ])
            ),
            "contract_number": .string("C-\(CivilDay(day).year)/\(random.int(100...999))"),
            "parties": [
                [
                    "role": "provider", "name": .string(provider.name),
                    "signatory": .string(provider.contact),
                ],
                [
                    "role": "client", "name": .string(client.name),
                    "signatory": .string(client.contact),
                ],
            ],
            "effective_date": .string(CivilDay(start).iso),
            "end_date": .string(CivilDay(start + years * 365).iso),
            "governing_law": .string(provider.country),
            "value": .string("\(provider.currency) \(grouped(value))"),
            "renewal": [
                "automatic": .bool(random.chance(0.5)),
                "notice_days": .integer(random.pick([30, 60, 90])),
            ],
            "obligations": .strings(obligations),
        ]
    }

    /// Laboratory's report on one patient's blood.
    static func labReport(day: Int, _ random: inout SplitMix64) -> DemoValue {
        let collected = day - random.int(1...5)
        let born = CivilDay(day - random.int(6_500...30_000))
        var left = Analyte.all
        let results: [DemoValue] = (0..<random.int(3...7)).map { _ in
            let analyte = left.remove(at: random.int(0...(left.count - 1)))
            return analyte.result(&random)
        }
        return [
            "patient": [
                "name": .string(
                    random.pick([
                        "Margaret Hughes", "Karl-Heinz Günther", "Amélie Roux", "鈴木 健一",
                        "مريم الحسن", "Robert O'Brien", "Ewa Kowalska", "Miguel Ángel Torres",
                    ])
                ),
                "patient_id": .string("P\(random.int(100_000...999_999))"),
                "birth_date": .string(born.iso),
                "sex": .string(random.pick(["F", "M"])),
            ],
            "laboratory": .string(
                random.pick([
                    "Labor Dr. Stein MVZ", "City Hospital Laboratory", "Laboratoire Pasteur Nord",
                ])
            ),
            "collected_on": .string(CivilDay(collected).iso),
            "reported_on": .string(CivilDay(collected + 1).iso),
            "physician": .string(
                random.pick(["Dr. Ruth Abel", "Dr. Samir Khoury", "Dr. Élodie Marchand"])
            ),
            "results": .array(results),
            "comments": random.chance(0.5)
                ? .null
                : .string(
                    random.pick([
                        "Sample slightly haemolysed.", "Fasting sample.",
                        "Kontrolle in drei Monaten empfohlen.",
                    ])
                ),
        ]
    }
}

/// Something that a laboratory measures in blood.
private struct Analyte {
    let name: String
    let unit: String
    let low: Double
    let high: Double
    let places: Int

    static let all = [
        Analyte(name: "Haemoglobin", unit: "g/dL", low: 12, high: 16, places: 1),
        Analyte(name: "Leukocytes", unit: "10^9/L", low: 4, high: 10, places: 1),
        Analyte(name: "Glucose", unit: "mg/dL", low: 70, high: 99, places: 0),
        Analyte(name: "Creatinine", unit: "mg/dL", low: 0.6, high: 1.2, places: 2),
        Analyte(name: "Potassium", unit: "mmol/L", low: 3.5, high: 5.1, places: 1),
        Analyte(name: "TSH", unit: "mU/L", low: 0.4, high: 4, places: 2),
        Analyte(name: "LDL cholesterol", unit: "mg/dL", low: 0, high: 130, places: 0),
        Analyte(name: "C-reactive protein", unit: "mg/L", low: 0, high: 5, places: 1),
    ]

    func result(_ random: inout SplitMix64) -> DemoValue {
        let middle = (low + high) / 2
        let value = max(0.01, middle + random.normal() * (high - low) * 0.4)
        return [
            "test": .string(name),
            "value": .rounded(value, places: places),
            "unit": .string(unit),
            "reference_range": .string(
                "\(DemoValue.rounded(low, places: places).shown)"
                    + " - \(DemoValue.rounded(high, places: places).shown)"
            ),
            "flag": .string(value < low ? "L" : value > high ? "H" : "N"),
        ]
    }
}
