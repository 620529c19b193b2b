/// Something that people ask for, in the words in which they ask for it.
struct DemoRequest: Sendable {
    let weight: Double
    let tool: DemoTool?
    let phrasings: [String]
    let answers: [String]

    static let all = [
        DemoRequest(
            weight: 5,
            tool: nil,
            phrasings: [
                "Show my tasks", "show me my tasks!", "show tasks please", "Show my tasks.",
                "Show me my tasks", "show my tasks please",
            ],
            answers: [
                "You have three open tasks; the first is due today.",
                "There are no open tasks for you.",
                "Five tasks are open, two of them overdue.",
            ]
        ),
        DemoRequest(
            weight: 4,
            tool: .searchOrders,
            phrasings: [
                "Where is order {order}?", "where is my order {order}",
                "What is the status of order {order}?", "Wo ist die Bestellung {order}?",
                "Où en est la commande {order} ?", "注文 {order} の状況を教えてください",
            ],
            answers: ["Order {order} is {state}.", "I found {order}: it is {state}."]
        ),
        DemoRequest(
            weight: 4,
            tool: .getInvoice,
            phrasings: [
                "Show invoice {invoice}", "show me invoice {invoice} please",
                "What is the total of invoice {invoice}?", "Zeig mir Rechnung {invoice}",
                "أرني الفاتورة {invoice}",
            ],
            answers: [
                "Invoice {invoice} comes to {amount} {currency}.",
                "The total of {invoice} is {amount} {currency}, not yet paid.",
            ]
        ),
        DemoRequest(
            weight: 3,
            tool: .updateTicket,
            phrasings: [
                "Set ticket {ticket} to {state}", "please set ticket {ticket} to {state}",
                "Mark {ticket} as {state}", "Ticket {ticket} auf {state} setzen",
            ],
            answers: ["Ticket {ticket} is now {state}.", "Done, {ticket} is {state}."]
        ),
        DemoRequest(
            weight: 2,
            tool: .sendEmail,
            phrasings: [
                "Send {recipient} a mail about \"{subject}\"",
                "Email {recipient}: {subject}", "Schreib {recipient} eine Mail zu {subject}",
            ],
            answers: ["The mail about \"{subject}\" has been sent to {recipient}."]
        ),
        DemoRequest(
            weight: 2,
            tool: .convertCurrency,
            phrasings: [
                "Convert {amount} {currency} to USD", "convert {amount} {currency} to dollars",
                "How much is {amount} {currency} in USD?",
            ],
            answers: ["{amount} {currency} are worth a little more in USD: see the result."]
        ),
        DemoRequest(
            weight: 2,
            tool: nil,
            phrasings: [
                "How do I export to Excel?", "how can I export to excel",
                "How do I export this to Excel?",
            ],
            answers: [
                "Choose Excel as the export format, then press Export.",
                "I am not sure that I understand. Do you mean a spreadsheet?",
            ]
        ),
        DemoRequest(
            weight: 1.5,
            tool: nil,
            phrasings: [
                "Summarise today's changes", "summarize todays changes",
                "What changed today?", "Was hat sich heute geändert?",
            ],
            answers: ["Twelve documents were exported today; four had corrections."]
        ),
    ]

    /// Answers after which people ask again.
    static let evasions = [
        "I am sorry, I could not do that.", "Something went wrong. Please try again later.",
        "I don't have that information.",
    ]
}
