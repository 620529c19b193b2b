/// What a text of a page looks like.
enum TextStyle: Int, CaseIterable {
    case body
    case strong
    case muted
    /// What was there before a person changed it.
    case struck
    case title
    case heading
    case subheading
    case small

    /// The size, of that of the text.
    var scale: Double {
        switch self {
        case .body, .strong, .muted, .struck: 1
        case .title: 2
        case .heading: 1.4
        case .subheading: 1.15
        case .small: 0.85
        }
    }

    var isBold: Bool {
        switch self {
        case .strong, .title, .heading, .subheading: true
        case .body, .muted, .struck, .small: false
        }
    }

    var isHeading: Bool {
        switch self {
        case .title, .heading, .subheading: true
        case .body, .strong, .muted, .struck, .small: false
        }
    }

    var colour: Colour {
        switch self {
        case .body, .strong, .subheading: .ink
        case .title, .heading: .accent
        case .muted, .small: .grey
        case .struck: .red
        }
    }
}

/// A colour of the page.
struct Colour: Equatable {
    let red: Double
    let green: Double
    let blue: Double

    static let ink = Colour(red: 0.1, green: 0.1, blue: 0.12)
    static let accent = Colour(red: 0.11, green: 0.24, blue: 0.42)
    static let grey = Colour(red: 0.42, green: 0.44, blue: 0.47)
    static let red = Colour(red: 0.7, green: 0.13, blue: 0.16)
    static let rule = Colour(red: 0.8, green: 0.82, blue: 0.85)
    static let shade = Colour(red: 0.92, green: 0.94, blue: 0.96)
}
