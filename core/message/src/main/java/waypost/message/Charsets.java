package waypost.message;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Character sets by the names mail gives them. Where senders commonly mean a larger set than they name, the larger is the answer: it
 * reads the smaller one as well.
 */
public final class Charsets {
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("us-ascii", "windows-1252"),
            Map.entry("ascii", "windows-1252"),
            Map.entry("ansi_x3.4-1968", "windows-1252"),
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("iso8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("iso-8859-8-i", "iso-8859-8"),
            Map.entry("iso-8859-8-e", "iso-8859-8"),
            Map.entry("tis-620", "windows-874"),
            Map.entry("iso-8859-11", "windows-874"),
            Map.entry("gb2312", "gb18030"),
            Map.entry("gb_2312-80", "gb18030"),
            Map.entry("gbk", "gb18030"),
            Map.entry("euc-cn", "gb18030"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("ks_c_5601", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("shift-jis", "windows-31j"),
            Map.entry("sjis", "windows-31j"),
            Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
            Map.entry("big5", "big5-hkscs"),
            Map.entry("utf8mb4", "utf-8"),
            Map.entry("unicode-1-1-utf-8", "utf-8"));

    private Charsets() {}

    /** The charset of that name; empty if unknown here. Windows code pages are also found as {@code cp1252} and {@code win-1252}. */
    public static Optional<Charset> lookup(String name) {
        String wanted = name.trim().toLowerCase(Locale.ROOT);
        if (wanted.startsWith("win-")) {
            wanted = "windows-" + wanted.substring(4);
        }
        wanted = MEANT.getOrDefault(wanted, wanted);
        try {
            Charset charset = Charset.isSupported(wanted) ? Charset.forName(wanted) : StandardCharsets.US_ASCII;
            return charset.equals(StandardCharsets.US_ASCII) ? Optional.empty() : Optional.of(charset);
        } catch (IllegalCharsetNameException notAName) {
            return Optional.empty();
        }
    }
}
