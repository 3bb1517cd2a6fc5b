package waypost.guard;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.Network;
import waypost.identity.NodeName;

/** Bans in a file, one a line, so that a restart lifts none. Replaced as a whole, or not at all; its owner's alone. */
record BansFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.guard");

    private static final String VERSION = "waypost bans 1";

    private static final int FIELDS = 7;

    /** None where it cannot be read. */
    List<Ban> read() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            List<String> lines = Files.readAllLines(path);
            if (lines.isEmpty() || !lines.getFirst().equals(VERSION)) {
                throw new IOException("not of this release");
            }
            List<Ban> bans = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                bans.add(ban(line.split(" ", FIELDS)));
            }
            return bans;
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("event=bans-unreadable file={} why=\"{}\"", path, unreadable.toString());
            return List.of();
        }
    }

    /** @throws IllegalArgumentException if it is none */
    private static Ban ban(String[] fields) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a line of " + fields.length + " words");
        }
        return new Ban(
                Network.of(fields[0]).orElseThrow(() -> new IllegalArgumentException(fields[0])),
                Long.parseLong(fields[1]),
                new NodeName(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Ban.Cause.valueOf(fields[5]),
                URLDecoder.decode(fields[6], StandardCharsets.UTF_8));
    }

    /** Whether it is on disk now. */
    boolean write(List<Ban> bans) {
        List<String> lines = new ArrayList<>(List.of(VERSION));
        for (Ban ban : bans) {
            lines.add(String.join(
                    " ",
                    ban.network().toString(),
                    Long.toString(ban.changed()),
                    ban.origin().value(),
                    Long.toString(ban.until()),
                    Long.toString(ban.kept()),
                    ban.cause().name(),
                    URLEncoder.encode(ban.reason(), StandardCharsets.UTF_8)));
        }
        try {
            replace(String.join("\n", lines) + "\n");
            return true;
        } catch (IOException failed) {
            LOG.warn("event=bans-not-written file={} why=\"{}\"", path, failed.toString());
            return false;
        }
    }

    private void replace(String text) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, FamiliarFile.OWNER_ONLY)) {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
