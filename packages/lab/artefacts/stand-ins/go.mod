module quorate/stand-ins

go 1.19
