using System.Text;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Thrift's compact protocol, as far as the footer of a Parquet file needs it. Bytes that are none of it are an <see cref="InvalidDataException"/>.</summary>
sealed class ThriftReader(byte[] bytes)
{
    public const int True = 1;
    public const int False = 2;

    const int Byte = 3;
    const int Int64 = 6;
    const int Double = 7;
    const int Binary = 8;
    const int Set = 10;
    const int Map = 11;
    const int Struct = 12;

    public int At { get; private set; }

    public byte ByteAt(int at) => at < bytes.Length ? bytes[at] : throw new InvalidDataException("The footer ends too early.");

    /// <summary>Reads the header of a struct's next field, whose id goes on from that of the one before; false at the end of the struct.</summary>
    public bool Field(ref int id, out int type, out byte header)
    {
        header = Next();
        type = header & 15;
        if (type == 0)
        {
            return false;
        }

        id = header >> 4 == 0 ? Int() : id + (header >> 4);
        return true;
    }

    /// <summary>A whole number of any width.</summary>
    public int Int()
    {
        var number = Unsigned();
        return (int)(number >> 1) ^ -(int)(number & 1);
    }

    public string Text()
    {
        var length = (int)Unsigned();
        var start = At;
        Move(length);
        return Encoding.UTF8.GetString(bytes, start, length);
    }

    /// <summary>How many items the list has that begins here.</summary>
    public int List() => List(out _);

    public void Skip(int type)
    {
        switch (type)
        {
            case True or False:
                break;
            case Byte:
                Move(1);
                break;
            case > Byte and <= Int64:
                Unsigned();
                break;
            case Double:
                Move(8);
                break;
            case Binary:
                Move((int)Unsigned());
                break;
            case > Binary and <= Set:
                for (var (left, of) = (List(out var item), item); left > 0; left--)
                {
                    SkipItem(of);
                }

                break;
            case Map:
                var count = (int)Unsigned();
                var types = count == 0 ? 0 : Next();
                for (; count > 0; count--)
                {
                    SkipItem(types >> 4);
                    SkipItem(types & 15);
                }

                break;
            case Struct:
                for (var id = 0; Field(ref id, out var of, out _);)
                {
                    Skip(of);
                }

                break;
            default:
                throw new InvalidDataException($"The footer has a value of type {type}.");
        }
    }

    // In a list a truth is a byte.
    void SkipItem(int type) => Skip(type is True or False ? Byte : type);

    int List(out int type)
    {
        var header = Next();
        type = header & 15;
        return header >> 4 == 15 ? (int)Unsigned() : header >> 4;
    }

    ulong Unsigned()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = Next();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }

            shift += 7;
        }
    }

    byte Next() => ByteAt(At++);

    void Move(int length) => At = length >= 0 && At + length <= bytes.Length ? At + length : throw new InvalidDataException("The footer ends too early.");
}
