package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EncodedWordsTest {
    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of("=?ISO-8859-1?Q?a?=", "a"),
                Arguments.of("=?ISO-8859-1?Q?a?= b", "a b"),
                Arguments.of("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"),
                Arguments.of("=?ISO-8859-1?Q?a?=  \t =?ISO-8859-2?Q?_b?=", "a b"),
                Arguments.of("=?ISO-8859-1?Q?a_b?=", "a b"),
                Arguments.of("=?iso-8859-1?q?gr=fc=DFe?=", "gr\u00fc\u00dfe"),
                Arguments.of("=?UTF-8?B?w6Q=?=", "\u00e4"),
                Arguments.of("=?UTF-8?B?w6Q?=", "\u00e4"),
                Arguments.of("=?UTF-8?B?w?= x", " x"),
                Arguments.of("=?UTF-8?B?ww==?= =?UTF-8?B?pA==?=", "\u00e4"),
                Arguments.of("=?utf-8*de?Q?=C3=A4?=", "\u00e4"),
                Arguments.of("x=?utf-8?Q?=C3=A4?=y", "x\u00e4y"),
                Arguments.of("=?utf-8?Q?a b?=", "a b"),
                Arguments.of("=?utf-8?Q?a=?=", "a="),
                Arguments.of("=?utf-8?Q?=ZZ?=", "=ZZ"),
                Arguments.of("=?no-such-charset?Q?a?=", "=?no-such-charset?Q?a?="),
                Arguments.of("=?utf-8?X?a?=", "=?utf-8?X?a?="),
                Arguments.of("=?utf-8?Q?open", "=?utf-8?Q?open"),
                Arguments.of("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "\u65e5\u672c"),
                Arguments.of("=?gb2312?B?1tA=?=", "\u4e2d"),
                Arguments.of("=?ks_c_5601-1987?B?x9E=?=", "\ud55c"),
                Arguments.of("raw \u00e4", "raw \u00e4"),
                Arguments.of(new String("raw \u00e4".getBytes(UTF_8), ISO_8859_1), "raw \u00e4"),
                Arguments.of("raw \u0080", "raw \u20ac"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void decodes(String raw, String text) {
        assertEquals(text, EncodedWords.decode(raw));
    }
}
