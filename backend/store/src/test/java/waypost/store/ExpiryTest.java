package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ExpiryTest {
    private record Gone(long modseq, long at) {}

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("nothing", List.of(), 10, 0),
                Arguments.of("all", List.of(new Gone(2, 1), new Gone(3, 2)), 10, 3),
                Arguments.of("those before", List.of(new Gone(2, 1), new Gone(3, 5)), 10, 2),
                Arguments.of("none", List.of(new Gone(2, 5), new Gone(3, 6)), 10, 0),
                Arguments.of("the clock went back", List.of(new Gone(2, 1), new Gone(3, 9), new Gone(4, 2)), 10, 2),
                Arguments.of("a modseq goes whole", List.of(new Gone(2, 1), new Gone(3, 1), new Gone(3, 7)), 10, 2),
                Arguments.of("enough", List.of(new Gone(2, 1), new Gone(2, 1), new Gone(3, 1)), 1, 2),
                Arguments.of("enough of one", List.of(new Gone(2, 1), new Gone(2, 1), new Gone(2, 1)), 1, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void upToWhichModseqAllIsOlder(String name, List<Gone> shown, int most, long through) {
        Expiry expiry = new Expiry(5, most);
        for (Gone gone : shown) {
            if (!expiry.take(gone.modseq(), gone.at())) {
                break;
            }
        }
        assertEquals(through, expiry.through(), name);
    }
}
