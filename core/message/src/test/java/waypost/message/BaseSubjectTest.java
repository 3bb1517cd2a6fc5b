package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 5256 §2.1 and §5. */
final class BaseSubjectTest {
    static Stream<Arguments> subjects() {
        return Stream.of(
                Arguments.of("", "", false),
                Arguments.of("hello", "hello", false),
                Arguments.of("  a \t b  ", "a b", false),
                Arguments.of("Re: hello", "hello", true),
                Arguments.of("RE : re:Fwd:fW:hello", "hello", true),
                Arguments.of("re[2]: hello", "hello", true),
                Arguments.of("Re [x] : hello", "hello", true),
                Arguments.of("[list] Re: hello", "hello", true),
                Arguments.of("[a] [b] re: [c] hello", "hello", true),
                Arguments.of("[list] hello", "hello", false),
                Arguments.of("[list] [other]", "[other]", false),
                Arguments.of("[only]", "[only]", false),
                Arguments.of("[a][b] c [d]", "c [d]", false),
                Arguments.of("[a [b] c", "[a [b] c", false),
                Arguments.of("Re: [fwd: [list] hello (fwd)]", "hello", true),
                Arguments.of("[Fwd: hello]", "hello", true),
                Arguments.of("[fwd: hello] more", "more", false),
                Arguments.of("hello (fwd) (FWD) ", "hello", true),
                Arguments.of("Re:", "", true),
                Arguments.of("(fwd)", "", true),
                Arguments.of("[fwd:]", "", true),
                Arguments.of("reply: hello", "reply: hello", false),
                Arguments.of("Re hello", "Re hello", false),
                Arguments.of("Fwdx: hello", "Fwdx: hello", false),
                Arguments.of("=?utf-8?q?Re=3A_gr=C3=BCn?=", "gr\u00fcn", true));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void isWhatIsLeft(String raw, String text, boolean reply) {
        assertEquals(new BaseSubject(text, reply), BaseSubject.of(raw));
    }

    @Test
    void isFoundInALongSubject() {
        for (String piece : new String[] {"[a]", "re:", "[fwd:", "[", "(fwd)", "[a] re:", " "}) {
            String subject = piece.repeat(100_000) + (piece.equals("[fwd:") ? "]".repeat(100_000) : "");
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> BaseSubject.of(subject), piece);
        }
    }
}
