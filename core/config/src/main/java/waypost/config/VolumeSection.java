package waypost.config;

import java.nio.file.Path;
import java.time.Duration;

/** A folder with its own journal and index, where accounts live. */
public record VolumeSection(
        @Key(value = "Its name, unique in the cluster.", example = "v1")
        VolumeName name,

        @Key(
                value = "Its number, unique in the cluster and given once: it is part of every account id.",
                example = "1",
                least = "1",
                most = "65535")
        int number,

        @Key(value = "Its folder.", example = "/var/lib/waypost/v1")
        Path path,

        @Key(value = "Size of a journal segment.", standard = "64 MiB", least = "8 MiB", most = "1 GiB")
        ByteSize segmentSize,

        @Key(
                value =
                        "Space kept free, 2 % of the disk and two segments at least: below it new mail is refused for now.",
                standard = "512 MiB")
        ByteSize reserve,

        @Key(
                value =
                        "A segment is cleaned when more percent of it than this are needless; 100 for never. Where space is short, 10 are enough.",
                standard = "40",
                least = "1",
                most = "100")
        int cleanAbove,

        @Key(
                value = "Octets that cleaning may read and write in a second; four times as many where space is short.",
                standard = "16 MiB",
                least = "64 KiB",
                most = "100 GiB")
        ByteSize cleanRate,

        @Key(
                value = "Age at which a segment is compressed, if that saves a tenth of it; 0s for never.",
                standard = "7d")
        Duration compressAfter,

        @Key(
                value =
                        "Octets that are read in a second to find damage before somebody wants to read there; 0 B for none.",
                standard = "4 MiB",
                most = "100 GiB")
        ByteSize scrubRate) {}
