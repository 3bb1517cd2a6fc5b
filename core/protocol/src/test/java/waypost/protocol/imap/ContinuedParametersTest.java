package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.message.MimeFields.Parameter;

/** RFC 2231 §3, §4 as RFC 9051 §7.5.2 shows it. */
class ContinuedParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name=x; a=b | name=x; a=b",
                "baz*0=one; x=y; baz*1=two; baz*2=three | baz=onetwothree; x=y",
                "BAZ*1=two; baz*0=one | baz=onetwo",
                "foo*0*=iso-8859-1'en'gr%FC; foo*1=n%; foo*2*=%DF | foo*=gr\u00c3\u00bcn%\u00c3\u009f",
                "foo*=utf-8''%e2%82%ac; foo=EUR | foo*=\u00e2\u0082\u00ac; foo=EUR",
                "foo*=us-ascii'en-us'a'b%2x% | foo*=a'b%2x%",
                "baz*1=two; baz*3=four | baz*1=two; baz*3=four",
                "baz*0=one; baz*2=three | baz=one; baz*2=three",
                "foo*=nothing | foo*=nothing",
                "foo*=klingon''x | foo*=klingon''x",
                "foo*=utf-8''%ff | foo*=utf-8''%ff",
                "foo*0=a; foo*1*=%41 | foo*0=a; foo*1*=%41",
                "*=x; **=y; a*b=z | *=x; **=y; a*b=z"
            })
    void areJoined(String stored, String joined) {
        assertEquals(parameters(joined), ContinuedParameters.joined(parameters(stored)));
    }

    private static List<Parameter> parameters(String text) {
        List<Parameter> parameters = new ArrayList<>();
        for (String each : text.strip().split("; ", -1)) {
            int equals = each.indexOf('=');
            parameters.add(new Parameter(each.substring(0, equals), each.substring(equals + 1)));
        }
        return parameters;
    }
}
