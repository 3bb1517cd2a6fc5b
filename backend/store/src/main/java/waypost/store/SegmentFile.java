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
            SegmentHeader header = SegmentHeader.read(file, volume, first);
            SegmentHeader.Encoding encoding =
                    header.cleaned().map(SegmentHeader.Cleaned::encoding).orElse(SegmentHeader.Encoding.PLAIN);
            return switch (encoding) {
                case PLAIN -> new SegmentFile(header, file);
                case ZSTD ->
                    new SegmentFile(
                            header,
                            FramedFile.open(
                                    file,
                                    SegmentHeader.name(first),
                                    header.cleaned().orElseThrow().bytes()));
            };
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
