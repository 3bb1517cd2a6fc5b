package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.message.MaildirName.Flag;

final class MaildirNameTest {
    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("", name("", Set.of(), Set.of())),
                Arguments.of("1.2.host", name("1.2.host", Set.of(), Set.of())),
                Arguments.of("1.2.host:2,", name("1.2.host", Set.of(), Set.of())),
                Arguments.of("1,S=5:2,FRS", name("1,S=5", Set.of(Flag.FLAGGED, Flag.REPLIED, Flag.SEEN), Set.of())),
                Arguments.of("1:2,DPTab", name("1", Set.of(Flag.DRAFT, Flag.PASSED, Flag.TRASHED), Set.of('a', 'b'))),
                Arguments.of("1:2,XS\u00e4", name("1", Set.of(Flag.SEEN), Set.of())),
                Arguments.of("a:2,b:2,S", name("a:2,b", Set.of(Flag.SEEN), Set.of())),
                Arguments.of("1:1,S", name("1:1,S", Set.of(), Set.of())));
    }

    private static MaildirName name(String unique, Set<Flag> flags, Set<Character> keywords) {
        return new MaildirName(unique, flags, keywords);
    }

    @ParameterizedTest
    @MethodSource("names")
    void parses(String fileName, MaildirName expected) {
        assertEquals(expected, MaildirName.parse(fileName));
    }
}
