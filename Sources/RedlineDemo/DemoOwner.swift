/// Somebody who has documents read and corrects them, with habits that stay.
struct DemoOwner: Sendable {
    let email: String
    let name: String
    /// How much of the work is this person's, against the others.
    let activity: Double
    let hoursEast: Int
    /// Share of the AI's errors that this person sees and mends.
    let care: Double
    /// Share of the documents that this person approves without reading.
    let rubberStamped: Double
    /// Time this person takes, as a multiple of the usual.
    let slowness: Double

    private static let people: [(name: String, address: String, hoursEast: Int)] = [
        ("Ana Martin", "ana.martin", 1), ("Jonas Weber", "jonas.weber", 1),
        ("Claire Dubois", "claire.dubois", 1), ("Yuki Tanaka", "yuki.tanaka", 9),
        ("Omar Haddad", "omar.haddad", 3), ("Emily Carter", "emily.carter", -5),
        ("Lukas Schäfer", "lukas.schaefer", 1), ("Priya Nair", "priya.nair", 5),
        ("Thomas Lefèvre", "thomas.lefevre", 1), ("Grace Okafor", "grace.okafor", 1),
        ("Hiroshi Sato", "hiroshi.sato", 9), ("Sofia Rossi", "sofia.rossi", 1),
        ("Daniel Brooks", "daniel.brooks", -5), ("Leila Mansour", "leila.mansour", 2),
        ("Mia Johansson", "mia.johansson", 1), ("Peter Novák", "peter.novak", 1),
        ("Sarah O'Neill", "sarah.oneill", 0), ("Mateo García", "mateo.garcia", 1),
        ("Hannah Fischer", "hannah.fischer", 1), ("James Whitfield", "james.whitfield", 0),
        ("Aiko Nakamura", "aiko.nakamura", 9), ("Khalid Al-Amin", "khalid.alamin", 3),
        ("Julie Bernard", "julie.bernard", 1), ("Robert Kim", "robert.kim", -5),
        ("Ingrid Larsen", "ingrid.larsen", 1), ("Felix Braun", "felix.braun", 1),
        ("Nora Jensen", "nora.jensen", 1), ("Victor Moreau", "victor.moreau", 1),
        ("Amara Diallo", "amara.diallo", 0), ("Tom Baker", "tom.baker", 0),
        ("Elena Petrova", "elena.petrova", 2), ("Chris Morgan", "chris.morgan", -5),
        ("Katrin Vogel", "katrin.vogel", 1), ("Samuel Green", "samuel.green", 0),
        ("Isabel Costa", "isabel.costa", 0), ("Marco Bianchi", "marco.bianchi", 1),
        ("Zoe Adams", "zoe.adams", -5), ("Paul Richter", "paul.richter", 1),
        ("Fatima Zahra", "fatima.zahra", 1), ("Linda Chen", "linda.chen", -5),
    ]

    /// So many people, the same for the same seed; the first ones do the most.
    static func all(_ count: Int, seed: UInt64) -> [DemoOwner] {
        var random = SplitMix64(seed: seed ^ 0x6F77_6E65_7273)
        return (0..<max(1, count)).map { index in
            let person = people[index % people.count]
            let round = index / people.count
            let hasty = index % 9 == 4
            return DemoOwner(
                email: person.address + (round == 0 ? "" : "\(round + 1)")
                    + (index % 4 == 3 ? "@example.org" : "@example.com"),
                name: person.name,
                activity: 1 / (Double(index) + 6),
                hoursEast: person.hoursEast,
                care: hasty ? 0.6 : 0.85 + 0.14 * random.unit(),
                rubberStamped: hasty ? 0.5 : 0.03 * random.unit(),
                slowness: hasty ? 0.5 : random.logNormal(median: 1, sigma: 0.25)
            )
        }
    }
}
