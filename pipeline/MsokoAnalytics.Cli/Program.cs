System.Console.WriteLine("msoko");
