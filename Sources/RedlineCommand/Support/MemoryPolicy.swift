import CMalloc

/// What the C library does with memory that was given back.
enum MemoryPolicy {
    /// Keeps up to 64 MB a thread for what comes next, instead of giving every batch's memory back
    /// to the system and taking it again page by page, which costs a quarter of an ingest's time.
    static func keepForReuse() {
        _ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
        _ = mallopt(M_TOP_PAD, 1 << 20)
    }
}
