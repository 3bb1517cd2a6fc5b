package waypost.store;

import java.io.IOException;

/**
 * A segment's header, and the file as it is read: as if it had never been encoded.
 *
 * @param file belongs to whoever opened it
 */
record SegmentFile(SegmentHeader header, Disk.DiskFile file) {
    static SegmentFile open(Disk disk, JournalIdentity volume, long first) throws IOException {
        Disk.DiskFile file = disk.open(SegmentHeader.name(first));
        try {
            return decoded(file, volume, first);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** @param file belongs to the result, unless this fails */
    static SegmentFile decoded(Disk.DiskFile file, JournalIdentity volume, long first) throws IOException {
        SegmentHeader header = SegmentHeader.read(file, volume, first);
        String name = SegmentHeader.name(first);
        return new SegmentFile(
                header,
                switch (header.encoding()) {
                    case PLAIN -> file;
                    case ZSTD -> FramedFile.open(file, name, header.contents());
                    case TRAINED -> FramedFile.trained(file, name, header.contents());
                });
    }
}
