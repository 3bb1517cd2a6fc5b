package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;
import waypost.message.OctetScan;
import waypost.message.Octets;
import waypost.message.PartText;
import waypost.message.TransferDecoder;

/**
 * The keys BODY and TEXT for one text: a search of the parts of a message, transfer encoding and charset undone, while they stream by.
 * BODY looks at parts that are text ({@link PartText}) and at the headers of enclosed messages; TEXT at all headers besides, those of MIME
 * parts included. HTML is searched as it is written. Used by one thread.
 */
final class SearchBody {
    enum Scope {
        BODY,
        TEXT
    }

    /** Octets asked for at once; between two such reads a match ends the search. */
    private static final long READ = 1 << 17;

    private final SearchText text;
    private final Scope scope;
    private final SearchWindow window;

    /** @param window is used while {@link #matches} runs */
    SearchBody(SearchText text, Scope scope, SearchWindow window) {
        this.text = text;
        this.scope = scope;
        this.window = window;
    }

    boolean matches(SearchedMessage message) throws IOException {
        Octets octets = message.octets();
        return (scope == Scope.TEXT && message.header().anywhere(text))
                || inBody(octets, message.structure().root());
    }

    private boolean inBody(Octets octets, Part part) throws IOException {
        for (Part child : part.parts()) {
            if ((scope == Scope.TEXT && inHeader(octets, child)) || inBody(octets, child)) {
                return true;
            }
        }
        for (Enclosed enclosed : part.message()) {
            if (inHeader(octets, enclosed.part()) || inBody(octets, enclosed.part())) {
                return true;
            }
        }
        boolean leaf = part.parts().isEmpty() && part.message().isEmpty();
        return leaf && PartText.searched(part.fields()) && inContent(octets, part);
    }

    private boolean inHeader(Octets octets, Part part) throws IOException {
        return SearchHeader.read(octets, part.headerStart(), part.bodyStart()).anywhere(text);
    }

    private boolean inContent(Octets octets, Part part) throws IOException {
        List<Charset> charsets = PartText.charsets(part.fields());
        if (charsets.stream().allMatch(PartText::keepsAscii)) {
            boolean[] eightBit = {false};
            window.begin(text);
            boolean found = inContent(octets, part, slice -> {
                eightBit[0] = eightBit[0] || OctetScan.anyEightBit(slice, slice.position(), slice.limit());
                return text.ascii() ? window.feed(text, slice) : eightBit[0];
            });
            if (text.ascii() ? found || !eightBit[0] : !found) {
                return found;
            }
        }
        for (Charset charset : charsets) {
            SearchDecodedWindow decoded = new SearchDecodedWindow(text, charset);
            if (inContent(octets, part, decoded::feed) || decoded.finish()) {
                return true;
            }
        }
        return false;
    }

    /** Takes decoded octets and tells whether the text has come. */
    @FunctionalInterface
    private interface Look {
        boolean at(ByteBuffer octets);
    }

    private static boolean inContent(Octets octets, Part part, Look look) throws IOException {
        TransferDecoder decoder = TransferDecoder.of(part.fields().encoding()).orElseThrow();
        boolean[] found = {false};
        Octets.Sink decoded = slice -> found[0] = found[0] || look.at(slice);
        for (long at = part.bodyStart(); at < part.bodyEnd() && !found[0]; at += READ) {
            octets.read(at, Math.min(READ, part.bodyEnd() - at), slice -> decoder.decode(slice, decoded));
        }
        if (!found[0]) {
            decoder.finish(decoded);
        }
        return found[0];
    }
}
