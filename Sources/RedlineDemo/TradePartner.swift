/// A company that sends or gets documents.
struct TradePartner: Sendable {
    let name: String
    let street: String
    let city: String
    let country: String
    let currency: String
    let taxID: String
    /// Value-added tax in percent.
    let taxPercent: Int
    let contact: String
    let trade: Trade

    var address: DemoValue {
        ["street": .string(street), "city": .string(city), "country": .string(country)]
    }

    private init(
        _ name: String,
        _ street: String,
        _ city: String,
        _ country: String,
        _ currency: String,
        _ taxID: String,
        _ taxPercent: Int,
        _ contact: String,
        _ trade: Trade
    ) {
        self.name = name
        self.street = street
        self.city = city
        self.country = country
        self.currency = currency
        self.taxID = taxID
        self.taxPercent = taxPercent
        self.contact = contact
        self.trade = trade
    }

    /// A company to do business with.
    func another(_ random: inout SplitMix64) -> TradePartner {
        random.pick(Self.all.filter { $0.name != name })
    }

    static let all = [
        TradePartner(
            "Northwind Traders Ltd",
            "14 Harbour Street",
            "Bristol BS1 4RW",
            "United Kingdom",
            "GBP",
            "GB 284 5519 02",
            20,
            "Harriet Cole",
            .office
        ),
        TradePartner(
            "Müller & Söhne GmbH",
            "Königsallee 27",
            "40212 Düsseldorf",
            "Germany",
            "EUR",
            "DE 811 204 663",
            19,
            "Jürgen Müller",
            .tools
        ),
        TradePartner(
            "Établissements Lefèvre SARL",
            "8 rue des Frères",
            "69002 Lyon",
            "France",
            "EUR",
            "FR 40 303 265 045",
            20,
            "Hélène Lefèvre",
            .kitchen
        ),
        TradePartner(
            "株式会社山田製作所",
            "2-11-3 Meguro",
            "Tokyo 153-0063",
            "Japan",
            "JPY",
            "T5 0100 0100 8844",
            10,
            "山田 太郎",
            .tools
        ),
        TradePartner(
            "شركة النور للتجارة",
            "King Fahd Road 118",
            "Riyadh 12271",
            "Saudi Arabia",
            "SAR",
            "3001 2209 4100 003",
            15,
            "خالد الأمين",
            .office
        ),
        TradePartner(
            "Globex Supplies Inc.",
            "500 Market Street, Suite 210",
            "San Francisco, CA 94105",
            "United States",
            "USD",
            "94-3177020",
            8,
            "Dana Whitaker",
            .computers
        ),
        TradePartner(
            "Hofmann Büroservice KG",
            "Am Wall 112",
            "28195 Bremen",
            "Germany",
            "EUR",
            "DE 114 390 027",
            19,
            "Käthe Hofmann",
            .office
        ),
        TradePartner(
            "Brasserie du Vieux Port",
            "3 quai des Belges",
            "13001 Marseille",
            "France",
            "EUR",
            "FR 83 421 937 106",
            10,
            "Rémi Aubert",
            .kitchen
        ),
        TradePartner(
            "Blue Harbor Coffee LLC",
            "88 Pier Avenue",
            "Portland, OR 97209",
            "United States",
            "USD",
            "93-2810446",
            0,
            "Sam Ortiz",
            .kitchen
        ),
        TradePartner(
            "Initech Systems Ltd",
            "21 Foundry Lane",
            "Manchester M4 5JD",
            "United Kingdom",
            "GBP",
            "GB 733 0198 41",
            20,
            "Alan Price",
            .computers
        ),
        TradePartner(
            "東京ブックセンター",
            "1-18-1 Jinbocho",
            "Tokyo 101-0051",
            "Japan",
            "JPY",
            "T9 0110 0200 3127",
            10,
            "佐藤 花子",
            .office
        ),
        TradePartner(
            "Schröder Medizintechnik AG",
            "Lindenstraße 9",
            "04109 Leipzig",
            "Germany",
            "EUR",
            "DE 298 776 150",
            19,
            "Dr. Anja Schröder",
            .tools
        ),
    ]
}

/// A line of business, and what is sold in it.
enum Trade: Sendable {
    case office
    case tools
    case kitchen
    case computers

    /// Article number, description, and price in hundredths of a euro or a dollar.
    var articles: [(sku: String, description: String, cents: Int)] {
        switch self {
        case .office:
            [
                ("PAP-A4-80", "Copy paper A4, 80 g, 500 sheets", 489),
                ("ORD-LEV-75", "Lever arch file 75 mm, blue", 265),
                ("TON-117A", "Toner cartridge 117A black", 6490),
                ("PEN-GEL-05", "Gel pen 0.5 mm, box of 12", 1180),
                ("CHR-ERG-2", "Desk chair, ergonomic", 28_900),
                ("LBL-9912", "Address labels 99 x 38 mm", 1425),
            ]
        case .tools:
            [
                ("SCR-M6-30", "Hex screw M6 x 30, stainless", 34),
                ("BRG-6204", "Ball bearing 6204-2RS", 745),
                ("DRL-HSS-8", "HSS twist drill 8.0 mm", 580),
                ("GLV-NIT-L", "Nitrile gloves, size L, 100 pcs", 995),
                ("PMP-C250", "Coolant pump C250", 41_250),
                ("HYD-HOSE-2", "Hydraulic hose 1/2 in, 2 m", 3860),
            ]
        case .kitchen:
            [
                ("COF-ARA-1K", "Coffee beans arabica 1 kg", 1890),
                ("CRO-BEU-40", "Croissant au beurre x 40", 2640),
                ("MIL-OAT-6", "Oat milk 1 l, case of 6", 1110),
                ("FIL-PAP-100", "Paper filters, 100 pcs", 420),
                ("CUP-KRF-250", "Kraft paper cups 250 ml", 1735),
                ("HUI-OLI-5", "Huile d'olive vierge extra 5 l", 4350),
            ]
        case .computers:
            [
                ("LAP-14-I7", "Laptop 14 in, 32 GB, 1 TB", 164_900),
                ("MON-27-4K", "Monitor 27 in 4K USB-C", 41_900),
                ("DOC-USB-C", "Docking station USB-C", 17_950),
                ("SSD-2TB", "NVMe SSD 2 TB", 14_290),
                ("CAB-CAT6-5", "Patch cable Cat 6, 5 m", 690),
                ("LIC-SUP-12", "Support contract, 12 months", 59_900),
            ]
        }
    }
}
