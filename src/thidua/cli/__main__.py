from thidua.cli.main import main

main()
