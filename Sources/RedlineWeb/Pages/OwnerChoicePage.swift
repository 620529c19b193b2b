import Redline
import RedlineRendering

/// Asks whose is meant, where several owners use the same id; shows nothing of either.
public enum OwnerChoicePage {
    /// One of the owners.
    public struct Choice: Sendable {
        /// Who it is.
        let owner: String
        let address: String
        let startedAt: Timestamp?

        /// Names an owner: the same address with the owner is where theirs is.
        public init(
            owner: String,
            at path: String,
            _ parameters: [(String, String)],
            startedAt: Timestamp? = nil
        ) {
            self.owner = owner
            address = Link(path, parameters + [("owner", owner)]).address
            self.startedAt = startedAt
        }
    }

    /// The page.
    public static func page(_ choices: [Choice], in section: Section) -> WebPage {
        let links = choices.map { choice -> HTML in
            let time = choice.startedAt.map { time -> HTML in
                " <span class=\"note small\">\(Moment.text(time))</span>"
            }
            return """
                <li dir="auto"><a href="\(choice.address)">\(choice.owner)</a>\(time)</li>

                """
        }
        return WebPage(
            title: Words.Choice.title,
            section: section,
            content: """
                <p class="small"><a href="\(section.path)">\(Words.Frame.name(of: section))</a></p>
                <h1>\(Words.Choice.title)</h1>
                <p>\(Words.Choice.several)</p>
                <ul>
                \(links)</ul>

                """
        )
    }
}
