package waypost.config;

import java.nio.file.Path;

/** A folder with its own journal and index, where accounts live. */
public record VolumeSection(
        @Key(value = "Its name, unique in the cluster.", example = "v1")
        String name,

        @Key(
                value = "Its number, 1 to 65535, unique in the cluster and given once: it is part of every account id.",
                example = "1")
        int number,

        @Key(value = "Its folder.", example = "/var/lib/waypost/v1")
        Path path,

        @Key(value = "Size of a journal segment.", standard = "64 MiB")
        ByteSize segmentSize,

        @Key(
                value = "Space kept free, 2 % of the disk at least: below it new mail is refused for now.",
                standard = "512 MiB")
        ByteSize reserve) {

    public VolumeSection {
        if (number < 1 || number > 0xFFFF) {
            throw new BadValue("number", "out of range: " + number, "write a number from 1 to 65535");
        }
    }
}
