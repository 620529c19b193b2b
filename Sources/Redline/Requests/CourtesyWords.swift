/// Words of courtesy and grammar in English, German, French and Spanish, which do not say what a
/// message asks.
///
/// Words that turn a request into another one are not among them: negations, `all`, what stands
/// for a time, and the words that questions begin with.
enum CourtesyWords {
    /// Whether a word in lower case, without diacritics and apostrophes, is one of them.
    static func contains(_ word: [UInt8]) -> Bool {
        guard word.count <= longest else { return false }
        let hash = WordForm.exact(word)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if slots[slot] == hash { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    private static let longest = 8

    /// The hashes, each in the first free slot from its own on.
    private static let slots: [UInt64] = {
        var slots = [UInt64](repeating: 0, count: 1_024)
        for word in words.split(whereSeparator: \.isWhitespace) {
            let hash = WordForm.exact(Array(word.utf8))
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = hash
        }
        return slots
    }()

    private static let words = """
        a an the of for to in on at by from with and or is are was were be been am do does did i me
        my mine we us our ours you your yours it its this that these those there please pls plz
        kindly thanks thank thx hi hello hey dear could would can will shall should may might want
        need like id im ive ill lets just

        der die das den dem des ein eine einen einem einer eines und oder ich du er sie es wir ihr
        mir mich dir dich uns euch mein meine meinen meinem meiner meines dein deine deinen unser
        unsere unseren ihre ihren ist sind bin bist hat haben habe hast zu zum zur im von vom mit
        bei aus fur bitte danke hallo guten konnte konnten konntest konnen kannst kann konnt
        wurde wurden mochte mochten doch gerne gern

        le la les un une du de et ou je j tu il elle nous vous on mon ma mes ton ta tes notre nos
        votre vos son sa ses ce cet cette ces est sont suis es as ai avez avons ont au aux en dans
        sur par pour avec moi toi te se sil plait svp stp merci bonjour salut pourriez pouvez
        pourrais pouvons peux peut voudrais veux aimerais

        el los las una unos unas del al y o u yo mi mis su sus nuestro nuestra nuestros nuestras
        nos lo son soy esta estan con por para favor gracias hola puedes puede podrias podria
        quiero quisiera necesito
        """
}
