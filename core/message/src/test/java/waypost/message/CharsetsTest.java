package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CharsetsTest {
    @ParameterizedTest
    @CsvSource({
        "utf-8, UTF-8",
        "UTF8, UTF-8",
        "us-ascii, windows-1252",
        "ANSI_X3.4-1968, windows-1252",
        "ISO-8859-1, windows-1252",
        "iso-8859-15, ISO-8859-15",
        "cp1251, windows-1251",
        "win-1251, windows-1251",
        "koi8-r, KOI8-R",
        "gb2312, GB18030",
        "ks_c_5601-1987, x-windows-949",
        "Shift_JIS, windows-31j",
        "646, ''",
        "unknown-8bit, ''",
        "utf-7, ''",
        "'', ''",
        "not a name, ''",
    })
    void lookup(String name, String charset) {
        assertEquals(charset, Charsets.lookup(name).map(Charset::name).orElse(""));
    }
}
