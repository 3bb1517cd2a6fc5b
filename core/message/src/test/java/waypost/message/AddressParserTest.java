package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.message.Envelope.Address;

/** Addresses as {@code name(route)local@domain}, groups as {@code name:} and {@code ;}. */
final class AddressParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a@b.c | a@b.c",
                "A <a@b.c> | A=a@b.c",
                "\"A, B\" <a@b.c> | A, B=a@b.c",
                "John Q. Public <j@b.c> | John Q. Public=j@b.c",
                "\"Joe \\\"X\\\" Y\" <j@b.c> | Joe \"X\" Y=j@b.c",
                "=?utf-8?q?J=C3=B6?= <j@b.c> | =?utf-8?q?J=C3=B6?==j@b.c",
                "a@b.c, d@e.f | a@b.c d@e.f",
                ",, a@b.c ,, | a@b.c",
                "a@b.c; d@e.f | a@b.c d@e.f",
                "a@b.c (Real Name) | Real Name=a@b.c",
                "(before) a@b.c | before=a@b.c",
                "(c(d)e\\)) A (f) <a(g)@(h)b.c> (i) | A=a@b.c",
                "a . b @ c . d | a.b@c.d",
                "\"quoted local\"@b.c | quoted local@b.c",
                "a@[127.0.0.1] | a@[127.0.0.1]",
                "<@r1,@r2:a@b.c> | {@r1,@r2}a@b.c",
                "G: a@b.c, D <d@e.f>; | G: a@b.c D=d@e.f ;",
                "G:; | G: ;",
                "undisclosed recipients:; | undisclosed recipients: ;",
                "G: a@b.c | G: a@b.c ;",
                "G: a@b.c; x@y | G: a@b.c ; x@y",
                "nobody | nobody@",
                "John Smith | John Smith@",
                "John j@b.c | John=j@b.c",
                "a@b.c <d@e.f> | a@b.c=d@e.f",
                "A <> | A=@",
                "A <a> | A=a@",
                "A <a@b.c | A=a@b.c",
                "A <a@b.c>> x, d@e | A=a@b.c d@e",
                "a@b@c | a@b",
                "@b.c | @b.c",
                "\"open <a@b.c> | open <a@b.c>@",
                "(open a@b.c | ``",
                "< a @ b.c > | a@b.c",
            })
    void parses(String text, String expected) {
        assertEquals(expected, show(AddressParser.parse(text)));
    }

    @Test
    void endsAndBalancesGroupsWhateverTheInput() {
        SplittableRandom random = new SplittableRandom(5);
        String alphabet = "ab .,;:<>@\"()\\[]\0\u00e4";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int open = 0;
            for (Address address : AddressParser.parse(text.toString())) {
                open += address instanceof Address.GroupStart ? 1 : address instanceof Address.GroupEnd ? -1 : 0;
                assertEquals(true, open == 0 || open == 1, text::toString);
            }
            assertEquals(0, open, text::toString);
        }
    }

    private static String show(List<Address> addresses) {
        return addresses.stream()
                .map(address -> switch (address) {
                    case Address.Mailbox(var name, var route, var local, var domain) ->
                        name.map(n -> n + "=").orElse("")
                                + route.map(r -> "{" + r + "}").orElse("") + local + "@" + domain;
                    case Address.GroupStart(var name) -> name + ":";
                    case Address.GroupEnd() -> ";";
                })
                .collect(Collectors.joining(" "));
    }
}
