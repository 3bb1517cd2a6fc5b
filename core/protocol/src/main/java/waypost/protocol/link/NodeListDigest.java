package waypost.protocol.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;
import waypost.identity.NodeName;

/** Equal for two nodes that are configured with the same nodes, in any order: 64 hexadecimal digits. */
public record NodeListDigest(String hex) {
    private static final int LENGTH = 64;

    public NodeListDigest {
        if (!valid(hex)) {
            throw new IllegalArgumentException("digest of " + hex.length() + " characters");
        }
    }

    static boolean valid(String hex) {
        return hex.length() == LENGTH && hex.chars().allMatch(HexFormat::isHexDigit);
    }

    public static NodeListDigest of(Collection<NodeName> nodes) {
        String list = nodes.stream().distinct().sorted().map(NodeName::value).collect(Collectors.joining("\n"));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return new NodeListDigest(HexFormat.of().formatHex(sha.digest(list.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
