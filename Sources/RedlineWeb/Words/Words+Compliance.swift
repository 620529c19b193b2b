extension Words {
    /// What is held on owners, and who did what with it.
    enum Compliance {
        static let title = "Compliance"
        static let explanation =
            "What is held on a person, and what is done with it: export, hold, erasure, retention, "
            + "and the trail of who did what."
        static let lookUp = "Look up an owner"
        static let owner = "Owner"
        static let ownerHint = "the email address or user id, exactly as it was recorded"
        static let show = "Show what is held"
        static let retention = "Retention: how long records stay, and the last runs"
        static let audit = "Audit trail: who read, exported, erased, held"
        static let holdsInForce = "Holds in force"
        static let noHolds = "Nobody is on hold."

        static let ownerTitle = "What is held on an owner"
        static let holdings = "Holdings"
        static let name = "Records"
        static let meaning = "What it is"
        static let count = "Count"
        static let total = "All but the audit trail"
        static let nothing = "Nothing is held on this owner. Is the name right?"
        static let erasedBefore = "What was held on this owner was erased:"
        static let receipt = "the receipt"
        static let trailOfOwner = "The audit trail of this owner"

        static let export = "Export"
        static let exportText =
            "All that is held, as of this instant: a ZIP archive of NDJSON and CSV with a manifest of "
            + "counts and SHA-256. That it was made is in the audit trail."
        static let exportButton = "Download the archive"

        static let holds = "Holds"
        static let holdText =
            "While a hold is in force, nothing of this owner is removed, by retention or by erasure."
        static let reason = "Reason"
        static let reasonHint = "for whoever asks later; up to 2000 characters"
        static let hold = "Put on hold"
        static let release = "Release"
        static let placed = "Placed"
        static let by = "By"
        static let released = "Released"
        static let inForce = "in force"

        static let erase = "Erase"
        static let eraseText =
            "Removes everything in the list above, the owner's part in the figures over everybody, "
            + "and what waits in the spool, for good. The audit trail keeps a digest instead of the "
            + "name. What comes later under this name is refused, unless this installation takes it "
            + "as of somebody new. Datasets that were made are not changed: the receipt names those "
            + "to recall."
        static let eraseHeld =
            "This owner is on hold: nothing can be erased until every hold is released, where that "
            + "is right."
        static let confirmation = "Type the owner's name to confirm"
        static let eraseButton = "Erase for good"
        static let notConfirmed = "Nothing was erased"
        static let notConfirmedText =
            "What you typed is not the owner's name, to the character. Type it again."
        static let badReason = "The reason must be a text of 1 to 2000 characters."
        static let notHeld = "Nothing was put on hold"

        static let receiptTitle = "Receipt of an erasure"
        static let finished = "Everything is erased."
        static let underWay =
            "The erasure is under way and goes on by itself. Load this page again to see its end."
        static let erasure = "Erasure"
        static let digest = "Owner (salted digest)"
        static let requestedBy = "Asked for by"
        static let requestedAt = "Asked for at"
        static let finishedAt = "Finished at"
        static let removed = "Removed"
        static let table = "Table"
        static let rows = "Rows"
        static let nothingRemoved = "Nothing was there to remove."
        static let recall = "Datasets to recall"
        static let noRecall = "No dataset that was made holds records of this owner."
        static let dataset = "Dataset"
        static let place = "Where it is"
        static let made = "Made"
        static let asJSON = "The receipt as JSON"
        static let unknownReceipt = "there is no such receipt"

        static func held(_ count: Int) -> String {
            count == 1 ? "1 hold in force" : "\(count) holds in force"
        }
    }

    /// How long records stay.
    enum Retention {
        static let title = "Retention"
        static let explanation =
            "How long what is kept. What is past its time is hidden at once, and removed by the next "
            + "run; the service runs each hour."
        static let times = "Times"
        static let kind = "What"
        static let days = "Days"
        static let agreements = "Owners with a time of their own"
        static let noAgreements = "No owner has a time of their own."
        static let since = "Since"
        static let plan = "What a run would remove now"
        static let showPlan = "Count what a run would remove now"
        static let planNote =
            "It looks through the weeks that are past their time, which may take a while."
        static let nothingPast = "Nothing is past its time."
        static let week = "Week"
        static let goes = "Goes"
        static let stays = "Stays"
        static let bytes = "Bytes"
        static let now = "Now"
        static let removed = "removed"
        static let waits = "waits"
        static let runs = "Last runs"
        static let noRuns = "There was no run yet."
        static let begun = "Begun"
        static let ended = "Ended"
        static let brokenOff = "broken off, or at work"
        static let weeks = "Weeks"
        static let records = "Records"
        static let contents = "Tool contents"
        static let freed = "Bytes freed"
        static let commands = "Times are set, and runs started, from the command line:"
    }

    /// The audit trail.
    enum Audit {
        static let title = "Audit trail"
        static let explanation =
            "Who made keys, read or exported content, held, erased, and when; the newest first. "
            + "Owners and questions are digests. That you look is in the trail, too."
        static let filters = "Which entries"
        static let action = "Action"
        static let actor = "Actor"
        static let actorHint = "such as key:ID or user:NAME"
        static let empty = "There is no such entry."
        static let at = "When"
        static let role = "Role"
        static let records = "Records"
        static let whose = "Whose"
        static let detail = "More"
        static let source = "from"
        static let verify = "Verification"
        static let verifyText =
            "Holds every entry and every seal against the chain: what was changed, removed or put in "
            + "is found."
        static let verifyButton = "Verify the trail"
        static let whole = "The trail is whole"
        static let broken = "The trail is broken"
        static let anchors =
            "An end that was cut off, or a trail that was rewritten as a whole, is found against an "
            + "anchor alone, which is kept elsewhere:"
        static let head = "Last seal"

        static func checked(_ entries: String, _ seals: String) -> String {
            "\(entries) entries in \(seals) seals were checked."
        }
        static func waiting(_ entries: String) -> String {
            "\(entries) entries wait to be sealed."
        }
        static func pruned(_ weeks: String) -> String {
            "Of \(weeks) weeks that were pruned, the seals alone were checked."
        }
        static func breaks(_ count: String) -> String { "\(count) breaks; the first ones:" }
        static func owners(_ count: String) -> String { "\(count) owners" }
    }
}
