@org.jspecify.annotations.NullMarked
package waypost.net;
